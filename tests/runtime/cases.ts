// What has to hold on every runtime? One table of behaviours, each seen by a client over a real socket.
import type { Case } from "./_client.ts";
import { apps } from "./cases/apps.ts";
import { caching } from "./cases/caching.ts";
import { badInput } from "./cases/bad-input.ts";
import { bounds } from "./cases/bounds.ts";
import { children } from "./cases/children.ts";
import { clients } from "./cases/clients.ts";
import { completion } from "./cases/completion.ts";
import { containers } from "./cases/containers.ts";
import { ends } from "./cases/ends.ts";
import { entity } from "./cases/entity.ts";
import { isapi } from "./cases/isapi.ts";
import { later } from "./cases/later.ts";
import { files } from "./cases/files.ts";
import { filters } from "./cases/filters.ts";
import { finishing } from "./cases/finishing.ts";
import { globals } from "./cases/globals.ts";
import { limits } from "./cases/limits.ts";
import { misdeeds } from "./cases/misdeeds.ts";
import { model } from "./cases/model.ts";
import { mounts } from "./cases/mounts.ts";
import { order } from "./cases/order.ts";
import { outcomes } from "./cases/outcomes.ts";
import { routing } from "./cases/routing.ts";
import { sending } from "./cases/sending.ts";
import { serving } from "./cases/serving.ts";
import { stalls } from "./cases/stalls.ts";
import { tracing } from "./cases/tracing.ts";
import { variables } from "./cases/variables.ts";
import { websocket } from "./cases/websocket.ts";

export const cases: Case[] = [
  ...apps,
  ...sending,
  ...completion,
  ...entity,
  ...ends,
  ...outcomes,
  ...limits,
  ...order,
  ...children,
  ...clients,
  ...badInput,
  ...bounds,
  ...mounts,
  ...misdeeds,
  ...stalls,
  ...model,
  ...files,
  ...tracing,
  ...variables,
  ...containers,
  ...later,
  ...isapi,
  ...websocket,
  ...globals,
  ...filters,
  ...serving,
  ...routing,
  ...finishing,
  ...caching,
];
