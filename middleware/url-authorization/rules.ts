// Who may see a URL? Rules, and which of them counts for a user.
import type { IHttpUser } from "../../mod.ts";
import { wordsIn } from "../_shared/options.ts";
import { isAnonymous } from "../_shared/user.ts";
import type { AuthorizationRule } from "./index.ts";

/** A rule made ready for comparing. */
interface ReadyRule {
  readonly everybody: boolean;
  readonly nobody: boolean;
  readonly users: ReadonlySet<string>;
  readonly roles: readonly string[];
  readonly verbs: ReadonlySet<string>;
}

/** Says whether a user may use a verb: Deny rules count before Allow rules, and who is in no rule may not. */
export function authorizer(
  rules: readonly AuthorizationRule[],
): (user: IHttpUser | null, verb: string) => boolean {
  const of = (type: AuthorizationRule["accessType"]) =>
    rules.filter(({ accessType }) => accessType === type).map(ready);
  const [denying, allowing] = [of("Deny"), of("Allow")];
  return (user, verb) => {
    const hits = (rule: ReadyRule): boolean => isMeant(rule, user, verb);
    return !denying.some(hits) && allowing.some(hits);
  };
}

function ready({ users = "", roles = "", verbs = "" }: AuthorizationRule): ReadyRule {
  const names = new Set(wordsIn(users.toLowerCase()));
  return {
    everybody: names.has("*"),
    nobody: names.has("?"),
    users: names,
    roles: wordsIn(roles),
    verbs: new Set(wordsIn(verbs)),
  };
}

function isMeant(rule: ReadyRule, user: IHttpUser | null, verb: string): boolean {
  if (rule.verbs.size > 0 && !rule.verbs.has(verb)) return false;
  if (rule.everybody) return true;
  if (user === null || isAnonymous(user)) return rule.nobody;
  return rule.users.has(user.getUserName().toLowerCase()) ||
    (rule.roles.length > 0 && user.supportsIsInRole() &&
      rule.roles.some((role) => user.isInRole(role).inRole));
}
