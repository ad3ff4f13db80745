// What does the site show? This file: the examples, in the order in which one reads them, and their words.
import { denoFiles } from "@sluice/sluice";
import * as authCacheLog from "../auth-cache-log.ts";
import * as childRequests from "../child-requests.ts";
import * as completionBytes from "../completion-bytes.ts";
import * as denoDeploy from "../deno-deploy.ts";
import * as failedRequests from "../failed-requests.ts";
import * as flushInPieces from "../flush-in-pieces.ts";
import * as honoMiddleware from "../hono-middleware.ts";
import * as iisPort from "../iis-port.ts";
import * as indicateCompletion from "../indicate-completion.ts";
import * as isapiChat from "../isapi-chat.ts";
import * as isapiFiles from "../isapi-files.ts";
import * as isapiFilter from "../isapi-filter.ts";
import * as needDisconnect from "../need-disconnect.ts";
import * as readySite from "../ready-site/site.ts";
import * as rewriteBody from "../rewrite-body.ts";
import * as websocketChat from "../websocket-chat.ts";
import * as worker from "../workers/worker.ts";
import { around, type Example } from "./example.ts";

export const examples: readonly Example[] = [
  {
    name: "flush-in-pieces",
    file: "flush-in-pieces.ts",
    title: "An answer in pieces",
    shows: "The handler flushes the bare head, then a line every 300 ms. Each flush is a send of " +
      "its own; headers can be set during the first one only.",
    page: "IHttpResponse::Flush",
    tries: [{ label: "Send the request", path: "" }],
    serve: around(flushInPieces.options),
  },
  {
    name: "indicate-completion",
    file: "indicate-completion.ts",
    title: "Park, then carry on",
    shows:
      "A module starts a flush and answers PENDING: the request stands still. When the flush " +
      "has ended, the module sets it going again, and every later stage runs inside that one call.",
    page: "IHttpContext::IndicateCompletion",
    tries: [{ label: "Send the request", path: "" }],
    serve: around(indicateCompletion.options),
  },
  {
    name: "completion-bytes",
    file: "completion-bytes.ts",
    title: "What a completion knows",
    shows: "A completion carries the event that was parked, a byte count and a result. The first " +
      "one here comes from a flush of twelve bytes, the second is posted by hand.",
    page: "IHttpCompletionInfo::GetCompletionBytes",
    tries: [{ label: "Send the request", path: "" }],
    serve: around(completionBytes.options),
  },
  {
    name: "iis-port",
    file: "iis-port.ts",
    title: "A module from IIS",
    shows:
      "A port, line by line: class, factory and RegisterModule. The module parks the request, " +
      "and a completion posted 50 ms later brings it back into OnAsyncCompletion.",
    page: "IHttpContext::PostCompletion",
    tries: [{ label: "Send the request", path: "" }],
    serve: around(iisPort.options),
  },
  {
    name: "need-disconnect",
    file: "need-disconnect.ts",
    title: "The last answer on this line",
    shows: "A module asks for the end of the connection before anything is written. The answer " +
      "still arrives whole; look for the Connection header.",
    page: "IHttpResponse::SetNeedDisconnect",
    tries: [
      { label: "Ask for the last time", path: "?last" },
      { label: "Keep the line", path: "" },
    ],
    serve: around(needDisconnect.options),
  },
  {
    name: "auth-cache-log",
    file: "auth-cache-log.ts",
    title: "Who asks, what is kept, what is noted",
    shows: "The first request runs the slow page and stores it; for five seconds others are " +
      "answered from the cache, whoever asks. A hit ends the request in RESOLVE, so the handler " +
      "is skipped, and the log still has its line. Without a token there is a 401.",
    page: "CHttpModule::OnResolveRequestCache",
    tries: [
      { label: "Ask as Ada", path: "", headers: { Authorization: "Bearer ada-1815" } },
      { label: "Ask as Grace", path: "?token=grace-1906" },
    ],
    serve: around(authCacheLog.options),
  },
  {
    name: "rewrite-body",
    file: "rewrite-body.ts",
    title: "Every river becomes a canal",
    shows: "A Hono route streams a sentence, cut in the middle of words. A module in front of it " +
      "rewrites the stream as it passes, and no piece waits longer than it must.",
    page: "CHttpModule::OnSendResponse",
    tries: [{ label: "Send the request", path: "" }],
    serve: around(rewriteBody.options),
  },
  {
    name: "child-requests",
    file: "child-requests.ts",
    title: "A page of two pages",
    shows:
      "The handler asks for two parts of the page, one after the other. Each is a request of " +
      "its own, through the whole pipeline to its own route; its end is a completion, and its " +
      "body stands in its place.",
    page: "IHttpContext::ExecuteRequest",
    tries: [
      { label: "Ask for the page", path: "" },
      { label: "Ask for one part", path: "weather" },
    ],
    serve: around(childRequests.options),
  },
  {
    name: "failed-requests",
    file: "failed-requests.ts",
    title: "What went wrong there?",
    shows:
      "A global module hears every trace event and keeps those of requests that have failed: " +
      "by their status, or because they took 250 ms and more. Ask slowly, then read the report.",
    page: "IGlobalTraceEventProvider",
    tries: [
      { label: "Ask for what is slow", path: "slow" },
      { label: "Read the report", path: "report" },
    ],
    serve: around(failedRequests.options),
  },
  {
    name: "websocket-chat",
    file: "websocket-chat.ts",
    title: "A conversation in one request",
    shows:
      "A module makes a WebSocket of each request that asks for one: it says 101, flushes, and " +
      "reads and writes fragments until the other side closes. The log has its line afterwards.",
    page: "IWebSocketContext",
    tries: [{ label: "Fetch the page", path: "" }],
    door: "Enter the room, best in two windows",
    serve: around(websocketChat.options),
  },
  {
    name: "isapi-chat",
    file: "isapi-chat.ts",
    title: "A room, behind ISAPI",
    shows:
      "An ISAPI extension with answers that stay open: each line is an asynchronous WriteClient, " +
      "and the next one waits for the callback. Listen, then say something in a second window.",
    page: "EXTENSION_CONTROL_BLOCK",
    tries: [
      { label: "Listen", path: "" },
      { label: "Say something", path: "say?The+gate+is+open." },
    ],
    serve: around(isapiChat.options),
  },
  {
    name: "isapi-files",
    file: "isapi-files.ts",
    title: "Files, behind ISAPI",
    shows: "One line of a file between a head and a tail, and two files with words between them. " +
      "TransmitFile tells of its end in a callback, VectorSend is queued and forgotten.",
    page: "HSE_REQ_TRANSMIT_FILE, HSE_REQ_VECTOR_SEND",
    tries: [
      { label: "Ask for one line", path: "line/2" },
      { label: "Ask for everything", path: "" },
    ],
    serve: around(isapiFiles.options),
  },
  {
    name: "isapi-filter",
    file: "isapi-filter.ts",
    title: "A sign at the old road",
    shows:
      "An ISAPI filter leads old addresses to new ones before anybody looks at them, and adds " +
      "what was asked for to every head that leaves. For what is gone it answers itself.",
    page: "HttpFilterProc",
    tries: [
      { label: "Ask for the mill", path: "mill.htm" },
      { label: "Ask for the ferry", path: "ferry.htm" },
    ],
    serve: around(isapiFilter.options),
  },
  {
    name: "hono-middleware",
    file: "hono-middleware.ts",
    title: "At home in Hono",
    shows: "Modules are mounted in three places of a Hono app and still run as one pipeline: the " +
      "stage decides, not the line on which a module was mounted.",
    page: "CHttpModule class",
    tries: [
      { label: "Pass the weir", path: "weir/", headers: { "X-Key": "open" } },
      { label: "Take the towpath", path: "" },
    ],
    serve: (options) => honoMiddleware.build(options),
  },
  {
    name: "ready-site",
    file: "ready-site/site.ts",
    title: "A site of ready modules",
    shows:
      "A folder of pages behind a dozen ready modules, each of which waits at its stage. Ask for " +
      "the page, or for what only the keeper may read; or go in and look around.",
    page: "The modules of applicationHost.config",
    tries: [
      { label: "Ask for the page", path: "" },
      { label: "List a folder", path: "downloads/", headers: { Accept: "application/json" } },
      {
        label: "Come as the keeper",
        path: "keeper/rota.csv",
        headers: { Authorization: `Basic ${btoa("keeper:windlass")}` },
      },
    ],
    door: "Browse the site",
    serve: around(readySite.options(denoFiles(new URL("../ready-site/public/", import.meta.url)))),
  },
  {
    name: "worker",
    file: "workers/worker.ts",
    title: "On Cloudflare Workers",
    shows:
      "The same source, bundled to one ES module by “deno task build”. Here it runs on Deno; " +
      "the header tells what each runtime makes of a disconnect.",
    page: "IHttpConnection::IsConnected",
    tries: [
      { label: "Count down", path: "countdown" },
      { label: "Say hello", path: "" },
    ],
    serve: around(worker.options),
  },
  {
    name: "deno-deploy",
    file: "deno-deploy.ts",
    title: "On Deno Deploy",
    shows: "An entry for Deno Deploy is a module with a default export, nothing more. Two small " +
      "modules say where the request was answered and how long it took.",
    page: "IHttpContext4::GetRequestElapsedTime",
    tries: [{ label: "Say hello", path: "hello/reader" }],
    serve: around(denoDeploy.options),
  },
];
