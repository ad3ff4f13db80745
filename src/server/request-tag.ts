// Who builds the house and lets a request in? The mark by which a request is found again inside an app.

/** Property under which a Request, or a context made of it, tells the parts of its request. */
export const PARTS: unique symbol = Symbol("sluice.request");
