// Which samples have no test here, and why? Every other one has a test that is named after it.

const SUPPORT =
  "a support file: entry point, tracing helper or precompiled header of another sample";
const ADMIN = "edits configuration through the COM administration library; no request is involved";
const TOKEN = "is about Windows tokens and SIDs, which are not declared";
const TOKEN_CACHE = "is about the cache of logon tokens, whose key is not declared";
const THREADS = "is about the thread pool of the worker process, which is not declared";
const UNRELATED = "automates a device emulator, and is no sample of IIS";

/** Sample, and the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "DEMAutomation.ListNodes/ListNodes": UNRELATED,
  "DEMAutomation.Operations2/Operations2": UNRELATED,
  "DEMAutomation.RefreshEvent/RefreshEvent": UNRELATED,
  CHostedWebCoreHostedWebTest:
    "starts hwebcore.dll in another process; createWebServer is the host",
  "IAppHostAdminLibrary/IAppHostElementChildElements": ADMIN,
  "IAppHostAdminLibrary/IAppHostElementGetCollection": ADMIN,
  "IAppHostAdminLibrary/IAppHostElementSetMetadata": ADMIN,
  "IAppHostAdminLibrary/IAppHostPropertyGetValue": ADMIN,
  "IAppHostAdminLibrary/IAppHostSectionGroupAddSectionGroup": ADMIN,
  "IAppHostAdminLibrary/IAppHostSectionGroupGetItem": ADMIN,
  "IHttpFileInfo/GetVrToken": TOKEN,
  "IHttpTokenEntry/GetPrimaryToken": TOKEN,
  "IHttpTokenEntry/GetSid": TOKEN,
  "IHttpUser/GetImpersonationToken": TOKEN,
  "IHttpUser/GetPrimaryToken": TOKEN,
  IMetadataInfoGetVrToken: TOKEN,
  "IHttpTokenKey/GetCacheName": TOKEN_CACHE,
  "IHttpTokenKey/GetLogonMethod": TOKEN_CACHE,
  "IHttpTokenKey/GetUserName": TOKEN_CACHE,
  IHttpTokenKey: TOKEN_CACHE,
  IHttpServerAssociateWithThreadPool: THREADS,
  IHttpServerDecrementThreadCount: THREADS,
  IHttpServerIncrementThreadCount: THREADS,
  IHttpServerGetManagedType: "its method stands on a page, but not in the header",
  IHttpServerGetWorkerProcessSettings: "settings of the worker process framework are not declared",
  "IHttpRequestGetClientCertificate/I7traceErr": SUPPORT,
  "IHttpRequestGetClientCertificate/main": SUPPORT,
  "IHttpResponseWriteEntityChunkByReference/main": SUPPORT,
  "IHttpTraceContext/_base": SUPPORT,
  "_GPR/_base": SUPPORT,
  "_GPR/main": SUPPORT,
  "_GPR/setUrl": SUPPORT,
  "_MapPath/main": SUPPORT,
  "_MapPath/precomp": SUPPORT,
  "_RaiseEvnt/MyTrcEvnt": SUPPORT,
  "_RaiseEvnt/precomp": SUPPORT,
  "_ReadEntity/main": SUPPORT,
  "_ReadEntity/precomp": SUPPORT,
  "_setUrl/_base": SUPPORT,
};
