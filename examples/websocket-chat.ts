// Shows a chat over the WebSocket context: a module says 101, flushes, and then reads and writes fragments.
// Page: IWebSocketContext (iwebsocketcontext-interface).
import {
  createWebServer,
  defineModule,
  HttpDataChunkFromMemory,
  type IHttpContext,
  type IHttpContext4,
  IIS_WEBSOCKET,
  type IWebSocketContext,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type WebServerOptions,
} from "@sluice/sluice";

const socketOf = (context: IHttpContext4) =>
  context.getNamedContextContainer().getNamedContext(IIS_WEBSOCKET) as IWebSocketContext | null;

/** Everybody who is in the room now. */
const room = new Set<IWebSocketContext>();

/** Sends a text to everybody. Nobody is waited for; who is too far behind hears less. */
function tell(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (const member of room) member.writeFragment(bytes, false, true, true);
}

/** Reads one message, however many fragments it has; null when the other side has closed. */
async function hear(socket: IWebSocketContext): Promise<string | null> {
  const buffer = new Uint8Array(1024);
  const decoder = new TextDecoder();
  for (let text = "";;) {
    const read = await socket.readFragment(buffer, false);
    if (read.connectionClose) return null;
    text += decoder.decode(buffer.subarray(0, read.bytesData), { stream: !read.finalFragment });
    if (read.finalFragment) return text;
  }
}

/** A request that asks for a WebSocket has one under a name; all others go on to the page. */
const chat = defineModule({
  name: "Chat",
  async onBeginRequest(context) {
    const socket = socketOf(context as IHttpContext4);
    if (socket === null) return;
    const response = context.getResponse();
    response.setStatus(101, "Switching Protocols");
    await response.flush(false, true);
    room.add(socket);
    tell(`${room.size} in the room`);
    for (let text = await hear(socket); text !== null; text = await hear(socket)) tell(text);
    room.delete(socket);
    tell(`${room.size} in the room`);
    return RQ_NOTIFICATION_FINISH_REQUEST; // LOG_REQUEST and END_REQUEST come now, behind the talk
  },
});

const PAGE = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A room with a WebSocket</title>
<link rel="icon" href="data:,">
<style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 30rem; margin: 2rem auto }</style>
<h1>A room with a WebSocket</h1>
<form><label>Say <input autocomplete="off" autofocus></label> <button>Send</button></form>
<ul aria-live="polite"></ul>
<script>
  const socket = new WebSocket(location.href.replace(/^http/, "ws"));
  const input = document.querySelector("input");
  socket.onmessage = ({ data }) => {
    document.querySelector("ul").appendChild(document.createElement("li")).textContent = data;
  };
  document.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    socket.send(input.value);
    input.value = "";
  };
</script>
</html>
`;

function answer(context: IHttpContext): void {
  context.getResponse().setHeader("Content-Type", "text/html; charset=utf-8", true);
  const chunk = { dataChunkType: HttpDataChunkFromMemory, buffer: PAGE } as const;
  context.getResponse().writeEntityChunks([chunk], true, true);
}

const page = defineModule({ name: "Page", onExecuteRequestHandler: answer });

export const options: WebServerOptions = { modules: [chat, page] };

export default createWebServer(options);
