// Shows an ISAPI filter: it leads old addresses to new ones before anybody looks at them, and adds to the head that leaves.
// Pages: HttpFilterProc (ms525878), HTTP_FILTER_VERSION (ms525822) of the ISAPI reference.
import { Hono } from "hono";
import { createWebServer, type WebServerOptions } from "@sluice/sluice";
import {
  type HTTP_FILTER_PREPROC_HEADERS,
  HTTP_FILTER_REVISION,
  type HTTP_FILTER_SEND_RESPONSE,
  isapiFilter,
  SF_NOTIFY_ORDER_HIGH,
  SF_NOTIFY_PREPROC_HEADERS,
  SF_NOTIFY_SEND_RESPONSE,
  SF_REQ_SEND_RESPONSE_HEADER,
  SF_STATUS_REQ_FINISHED_KEEP_CONN,
  SF_STATUS_REQ_NEXT_NOTIFICATION,
} from "@sluice/sluice/isapi";

const TEXT = "Content-Type: text/plain; charset=utf-8\r\n\r\n";

const signpost = isapiFilter({
  getFilterVersion(version) {
    version.filterVersion = HTTP_FILTER_REVISION;
    version.filterDesc = "Leads old addresses to new ones";
    version.flags = SF_NOTIFY_ORDER_HIGH | SF_NOTIFY_PREPROC_HEADERS | SF_NOTIFY_SEND_RESPONSE;
    return true;
  },

  httpFilterProc(pfc, notificationType, notification) {
    if (notificationType === SF_NOTIFY_PREPROC_HEADERS) {
      const headers = notification as HTTP_FILTER_PREPROC_HEADERS;
      const { value: url } = headers.getHeader(pfc, "url");
      // Nobody has been at the ferry since the bridge was built: the filter answers itself.
      if (url.endsWith("/ferry.htm")) {
        pfc.serverSupportFunction(pfc, SF_REQ_SEND_RESPONSE_HEADER, "200 OK", TEXT);
        pfc.writeClient(pfc, "The ferry is gone. Take the bridge.\n");
        return SF_STATUS_REQ_FINISHED_KEEP_CONN;
      }
      pfc.filterContext = url;
      headers.setHeader(pfc, "url", url.replace(/\/(\w+)\.htm$/, "/places/$1"));
    } else {
      const headers = notification as HTTP_FILTER_SEND_RESPONSE;
      headers.addHeader(pfc, "X-Asked-For:", String(pfc.filterContext ?? "what is gone"));
    }
    return SF_STATUS_REQ_NEXT_NOTIFICATION;
  },
}, "Signpost");

const app = new Hono();
app.get("/", (c) => c.text("Ask for mill.htm, bridge.htm or ferry.htm.\n"));
app.get("/places/:name", (c) => c.text(`This is the ${c.req.param("name")}.\n`));

export const options: WebServerOptions = { modules: signpost, app };

export default createWebServer(options);
