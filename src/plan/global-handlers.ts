// What will run, in which order? The global notifications, with the handler that each one calls.
import type { CGlobalModule } from "../terms/global-module.ts";
import * as GL from "../terms/notifications.ts";
import { type BitHandler, bitsOf } from "./stages.ts";

/** The name of one handler of CGlobalModule. */
export type GlobalHandlerName = keyof CGlobalModule & `onGlobal${string}`;

/** Every global notification that has a meaning outside Windows. */
export const GLOBAL_HANDLERS: readonly BitHandler<GlobalHandlerName>[] = [
  { bit: GL.GL_STOP_LISTENING, method: "onGlobalStopListening" },
  { bit: GL.GL_CACHE_CLEANUP, method: "onGlobalCacheCleanup" },
  { bit: GL.GL_CACHE_OPERATION, method: "onGlobalCacheOperation" },
  { bit: GL.GL_HEALTH_CHECK, method: "onGlobalHealthCheck" },
  { bit: GL.GL_CONFIGURATION_CHANGE, method: "onGlobalConfigurationChange" },
  { bit: GL.GL_FILE_CHANGE, method: "onGlobalFileChange" },
  { bit: GL.GL_PRE_BEGIN_REQUEST, method: "onGlobalPreBeginRequest" },
  { bit: GL.GL_APPLICATION_START, method: "onGlobalApplicationStart" },
  { bit: GL.GL_APPLICATION_RESOLVE_MODULES, method: "onGlobalApplicationResolveModules" },
  { bit: GL.GL_APPLICATION_STOP, method: "onGlobalApplicationStop" },
  { bit: GL.GL_RSCA_QUERY, method: "onGlobalRSCAQuery" },
  { bit: GL.GL_TRACE_EVENT, method: "onGlobalTraceEvent" },
  { bit: GL.GL_CUSTOM_NOTIFICATION, method: "onGlobalCustomNotification" },
  { bit: GL.GL_APPLICATION_PRELOAD, method: "onGlobalApplicationPreload" },
];

/** Every bit that may be registered; the last two only where Windows has threads and suspends processes. */
export const GLOBAL_BITS: number = bitsOf(GLOBAL_HANDLERS) | GL.GL_THREAD_CLEANUP |
  GL.GL_SUSPEND_PROCESS;
