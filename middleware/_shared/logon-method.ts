// What do ready modules share? The attribute logonMethod, which the sections of authentication have in common.
import { type Rule, word } from "./options.ts";

/** How Windows would log a user on. There are no accounts here: it changes nothing. */
export type LogonMethod = "Interactive" | "Batch" | "Network" | "ClearText";

/** Its rule. */
export const LOGON_METHOD: Rule<LogonMethod> = word("Interactive", "Batch", "Network", "ClearText");
