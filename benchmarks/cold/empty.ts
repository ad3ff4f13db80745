// How fast is it? A worker that does nothing: what any isolate costs.
export default { fetch: (): Response => new Response("Hello from the other side of the gate") };
