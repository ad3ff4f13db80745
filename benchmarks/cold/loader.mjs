// How fast is it? The worker that starts the measured one: its isolate begins with the first request that asks for it.
const compatibilityDate = "2026-10-01";
/** Another isolate, so that what loading costs is warm when the measured one begins. */
const EMPTY = 'export default { fetch: () => new Response("warm") };';

export default {
  fetch(request, env) {
    const warm = new URL(request.url).pathname === "/warm";
    const modules = { "app.js": warm ? EMPTY : env.CODE };
    const worker = () => ({ compatibilityDate, mainModule: "app.js", modules });
    const stub = env.LOADER.get(warm ? "warm" : "app", worker);
    return stub.getEntrypoint().fetch(request);
  },
};
