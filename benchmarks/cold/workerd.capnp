# How fast is it? A worker that starts another one, in an isolate of its own, when it is asked for it.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "loader.mjs", esModule = embed "loader.mjs")],
  bindings = [
    (name = "LOADER", workerLoader = ()),
    (name = "CODE", text = embed "app.mjs"),
  ],
  compatibilityDate = "2026-10-01",
);
