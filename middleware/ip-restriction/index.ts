// From which addresses do requests come in? IpRestrictionModule: the factory.
import {
  defineModule,
  type IHttpContext,
  type ModuleDefinition,
  PRIORITY_ALIAS_FIRST,
  RQ_NOTIFICATION_CONTINUE,
  RQ_NOTIFICATION_FINISH_REQUEST,
  type RQResult,
} from "../../mod.ts";
import { type Address, readAddress } from "../_shared/ipaddr.ts";
import {
  filled,
  fitting,
  flag,
  listOf,
  readOptions,
  type Rule,
  type Rules,
  section,
  word,
} from "../_shared/options.ts";
import { forwardedAddresses, isIn, readNetwork } from "./addresses.ts";

/** Addresses that are allowed or denied. */
export interface IpRestriction {
  /** An address, or the first one of a network, of either family. */
  readonly ipAddress: string;
  /** How many addresses belong to it: "255.255.255.0", or a number of bits, "24". One where nothing is said. */
  readonly subnetMask?: string;
  /** Whether they are allowed; false where nothing is said. */
  readonly allowed?: boolean;
}

/** Options of the section `ipSecurity`. */
export interface IpRestrictionOptions {
  /** Whether an address that is not in the list is allowed; true where nothing is said. */
  readonly allowUnlisted?: boolean;
  /** How a client is turned away; "Forbidden", which is 403.6, where nothing is said. */
  readonly denyAction?: "AbortRequest" | "Unauthorized" | "Forbidden" | "NotFound";
  /** Whether the addresses of X-Forwarded-For have to be allowed as well; false where nothing is said. */
  readonly enableProxyMode?: boolean;
  /** Only false: no runtime finds out the name of an address. */
  readonly enableReverseDns?: false;
  /** The list. The first item counts that an address belongs to. */
  readonly add?: readonly IpRestriction[];
}

const WHO = "ipRestriction (IpRestrictionModule)";

const ITEM: Rules<IpRestriction> = {
  ipAddress: fitting(
    (value) => typeof value === "string" && readAddress(value) !== null,
    'an address such as "10.0.0.1" or "2001:db8::1"',
  ),
  subnetMask: filled,
  allowed: flag,
};

const item: Rule<IpRestriction> = (value, place) => {
  section(ITEM, ["ipAddress"])(value, place);
  if (readNetwork(value.ipAddress, value.subnetMask) !== null) return;
  throw place.at("subnetMask").wrong(value.subnetMask, 'a mask such as "255.255.0.0" or "16"');
};

const STATUS = {
  Unauthorized: [401, "Unauthorized", 0],
  Forbidden: [403, "Forbidden", 6],
  NotFound: [404, "Not Found", 0],
} as const;

/**
 * Lets requests in by the address of their client: IpRestrictionModule of IIS. It answers at the very beginning.
 *
 * The address is the one that the runtime tells; where it tells none, it counts as not listed. An address of the older
 * family matches only its own, also where it is written as one of the newer.
 *
 * @param options The section `ipSecurity`.
 * @returns The module.
 * Throws a `TypeError` that names the option for one that is none.
 *
 * @example
 * ```ts
 * import { createWebServer } from "@sluice/sluice";
 * import { ipRestriction } from "@sluice/sluice/ip-restriction";
 *
 * const server = createWebServer({
 *   modules: [ipRestriction({
 *     allowUnlisted: false,
 *     add: [{ ipAddress: "127.0.0.1", allowed: true }, { ipAddress: "10.0.0.0", subnetMask: "8", allowed: true }],
 *   })],
 *   app: { fetch: () => new Response("hello") },
 * });
 * const info = { remoteAddr: { hostname: "192.0.2.1", port: 50_000, transport: "tcp" } };
 * const answer = await server.fetch(new Request("http://localhost/"), info);
 * console.log(answer.status); // 403
 * ```
 */
export function ipRestriction(options?: IpRestrictionOptions): ModuleDefinition {
  const given = readOptions<IpRestrictionOptions>(WHO, options, {
    allowUnlisted: flag,
    denyAction: word("AbortRequest", "Unauthorized", "Forbidden", "NotFound"),
    enableProxyMode: flag,
    enableReverseDns: fitting((value) => value === false, "false"),
    add: listOf(item),
  });
  const isAllowed = listed(given);
  const { denyAction = "Forbidden" } = given;
  return defineModule({
    name: "IpRestrictionModule",
    priority: PRIORITY_ALIAS_FIRST,
    // Who may not come in learns nothing else.
    before: ["RequestFilteringModule", "RewriteModule"],
    onBeginRequest: (context) =>
      addressesOf(context, given.enableProxyMode === true).every(isAllowed)
        ? RQ_NOTIFICATION_CONTINUE
        : turnAway(context, denyAction),
  });
}

/** Asks the list for an address, null for one that is not known. */
function listed(
  { add = [], allowUnlisted = true }: IpRestrictionOptions,
): (address: Address | null) => boolean {
  const list = add.map(({ ipAddress, subnetMask, allowed = false }) => ({
    network: readNetwork(ipAddress, subnetMask)!,
    allowed,
  }));
  return (address) =>
    (address === null ? undefined : list.find(({ network }) => isIn(address, network)))?.allowed ??
      allowUnlisted;
}

/** The client's own address, and behind a proxy those that it says to have passed the request on for. */
function addressesOf(context: IHttpContext, behindProxy: boolean): (Address | null)[] {
  const request = context.getRequest();
  const own = readAddress(request.getRemoteAddress()?.address ?? "");
  return behindProxy ? [own, ...forwardedAddresses(request.getHeader("X-Forwarded-For"))] : [own];
}

function turnAway(
  context: IHttpContext,
  action: NonNullable<IpRestrictionOptions["denyAction"]>,
): RQResult {
  const response = context.getResponse();
  if (action === "AbortRequest") response.resetConnection();
  else {
    const [statusCode, reason, subStatus] = STATUS[action];
    response.setStatus(statusCode, reason, subStatus);
  }
  return RQ_NOTIFICATION_FINISH_REQUEST;
}
