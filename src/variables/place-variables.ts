// By which names are its facts known? Variables of the server, site, application and user.
import type { Compute } from "./source.ts";

const remoteUser: Compute = (source) => source.user((user) => user.getRemoteUserName());
const rootPath: Compute = ({ context }) => context.getApplication().getApplicationPhysicalPath();

/** Name and version, as the Server header of a server would have them. */
const SERVER_SOFTWARE = "Sluice/0.1.0";

/** Where every worker process would belong; nothing has pools here. */
export const APP_POOL = "DefaultAppPool";

/** Variables of where the request is answered, and for whom. */
export const placeVariables = (): Readonly<Record<string, Compute>> => ({
  APPL_MD_PATH: ({ context }) => context.getApplication().getApplicationId(),
  APPL_PHYSICAL_PATH: rootPath,
  // There is no file that configures a pool.
  APP_POOL_CONFIG: () => "",
  APP_POOL_ID: ({ appPool }) => appPool,
  AUTH_PASSWORD: (source) => source.user((user) => user.getPassword()),
  AUTH_TYPE: (source) => source.user((user) => user.getAuthenticationType()),
  AUTH_USER: remoteUser,
  DOCUMENT_ROOT: rootPath,
  GATEWAY_INTERFACE: () => "CGI/1.1",
  INSTANCE_ID: ({ context }) => String(context.getSite().getSiteId()),
  INSTANCE_META_PATH: ({ context }) => `/LM/W3SVC/${context.getSite().getSiteId()}`,
  INSTANCE_NAME: ({ context }) => context.getSite().getSiteName(),
  LOGON_USER: (source) => source.user((user) => user.getUserName()),
  MANAGED_PIPELINE_MODE: () => "Integrated",
  REMOTE_USER: remoteUser,
  SERVER_SOFTWARE: () => SERVER_SOFTWARE,
  UNMAPPED_REMOTE_USER: remoteUser,
});
