# Who serves the app on workerd? The binary of Cloudflare Workers, on a free port, which it says on its control pipe.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "cache", worker = .cache)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "app.mjs", esModule = embed "app.mjs")],
  compatibilityDate = "2026-10-01",
  # Without it request.signal never fires, and a client that leaves before the answer goes unseen.
  compatibilityFlags = ["enable_request_signal"],
  cacheApiOutbound = "cache",
);

# What stands behind `caches.default`: workerd has only the door to it.
const cache :Workerd.Worker = (
  modules = [(name = "cache.mjs", esModule = embed "cache.mjs")],
  compatibilityDate = "2026-10-01",
);
