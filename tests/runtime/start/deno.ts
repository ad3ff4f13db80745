// Who serves the app on Deno? Deno.serve, on a free port, which is printed.
const { default: app } = await import(`file://${Deno.args[0]}`);
Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(JSON.stringify({ port })),
}, (request, info) => app.fetch(request, info));
