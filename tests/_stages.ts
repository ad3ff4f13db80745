// What do several suites share? The names of the twelve stages, as the handlers have them.

/** The stages in their order (semantics 1.1). */
export const STAGES = [
  "BeginRequest",
  "AuthenticateRequest",
  "AuthorizeRequest",
  "ResolveRequestCache",
  "MapRequestHandler",
  "AcquireRequestState",
  "PreExecuteRequestHandler",
  "ExecuteRequestHandler",
  "ReleaseRequestState",
  "UpdateRequestCache",
  "LogRequest",
  "EndRequest",
] as const;
