// Which test answers for which page? How modules enter, what they are called with, and what they answer.
import { covered, differs, out, type Pages } from "./_kinds.ts";

export const MODULE_PAGES: Pages = {
  "cglobalmodule-class": differs("conformance/walk/surface.test.ts"),
  "cglobalmodule-onglobalapplicationpreload-method": differs("conformance/preload.test.ts"),
  "cglobalmodule-onglobalapplicationresolvemodules-method": differs(
    "conformance/global-application.test.ts",
  ),
  "cglobalmodule-onglobalapplicationstart-method": covered(
    "conformance/global-application.test.ts",
  ),
  "cglobalmodule-onglobalapplicationstop-method": differs("conformance/global-application.test.ts"),
  "cglobalmodule-onglobalcachecleanup-method": covered("conformance/cache-operations.test.ts"),
  "cglobalmodule-onglobalcacheoperation-method": covered("conformance/cache-operations.test.ts"),
  "cglobalmodule-onglobalconfigurationchange-method": covered(
    "conformance/samples/notifications.test.ts",
  ),
  "cglobalmodule-onglobalcustomnotification-method": covered(
    "conformance/custom-notification-global.test.ts",
  ),
  "cglobalmodule-onglobalfilechange-method": covered("conformance/samples/files.test.ts"),
  "cglobalmodule-onglobalhealthcheck-method": differs("conformance/global-events.test.ts"),
  "cglobalmodule-onglobalprebeginrequest-method": covered("conformance/order.test.ts"),
  "cglobalmodule-onglobalrscaquery-method": differs("conformance/global-events.test.ts"),
  "cglobalmodule-onglobalstoplistening-method": covered("conformance/lifetimes-close.test.ts"),
  "cglobalmodule-onglobalthreadcleanup-method": out("no threads"),
  "cglobalmodule-onglobaltraceevent-method": differs("conformance/trace-subscription.test.ts"),
  "cglobalmodule-terminate-method": covered("conformance/lifetimes-close.test.ts"),
  "chttpmodule-chttpmodule-method": out("constructor; a JavaScript class has its own"),
  "chttpmodule-chttpmodule-method_1": out(
    "destructor; objects end with dispose() and garbage collection",
  ),
  "chttpmodule-class": differs("conformance/limits-errors.test.ts"),
  "chttpmodule-dispose-method": covered("conformance/lifetimes.test.ts"),
  "chttpmodule-onacquirerequeststate-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onasynccompletion-method": differs("conformance/completion-parked.test.ts"),
  "chttpmodule-onauthenticaterequest-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onauthorizerequest-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onbeginrequest-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-oncustomrequestnotification-method": covered(
    "conformance/custom-notification-errors.test.ts",
  ),
  "chttpmodule-onendrequest-method": covered("conformance/finish-send.test.ts"),
  "chttpmodule-onexecuterequesthandler-method": differs(
    "conformance/notifications-control-handlers.test.ts",
  ),
  "chttpmodule-onlogrequest-method": covered("conformance/finish.test.ts"),
  "chttpmodule-onmappath-method": differs("conformance/files-map-path.test.ts"),
  "chttpmodule-onmaprequesthandler-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpostacquirerequeststate-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpostauthenticaterequest-method": covered("conformance/order.test.ts"),
  "chttpmodule-onpostauthorizerequest-method": covered("conformance/finish.test.ts"),
  "chttpmodule-onpostbeginrequest-method": covered("conformance/order.test.ts"),
  "chttpmodule-onpostendrequest-method": covered("conformance/finish-send.test.ts"),
  "chttpmodule-onpostexecuterequesthandler-method": covered(
    "conformance/notifications-control-handlers.test.ts",
  ),
  "chttpmodule-onpostlogrequest-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpostmaprequesthandler-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpostpreexecuterequesthandler-method": covered(
    "conformance/samples/stages.test.ts",
  ),
  "chttpmodule-onpostreleaserequeststate-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpostresolverequestcache-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpostupdaterequestcache-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onpreexecuterequesthandler-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onreadentity-method": differs("conformance/entity.test.ts"),
  "chttpmodule-onreleaserequeststate-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onresolverequestcache-method": covered("conformance/samples/stages.test.ts"),
  "chttpmodule-onsendresponse-method": differs("conformance/send-response.test.ts"),
  "chttpmodule-onupdaterequestcache-method": covered("conformance/samples/stages.test.ts"),
  "httpgetextendedinterface-function": covered("regressions/server.test.ts"),
  "ihttpmodulecontextcontainer-getmodulecontext-method": covered(
    "conformance/lifetimes-context.test.ts",
  ),
  "ihttpmodulecontextcontainer-interface": covered("conformance/walk/surface.test.ts"),
  "ihttpmodulecontextcontainer-setmodulecontext-method": differs(
    "conformance/lifetimes-context.test.ts",
  ),
  "ihttpmodulefactory-gethttpmodule-method": differs("conformance/errors-factory.test.ts"),
  "ihttpmodulefactory-interface": covered("conformance/walk/surface.test.ts"),
  "ihttpmodulefactory-terminate-method": covered("conformance/lifetimes.test.ts"),
  "ihttpmoduleregistrationinfo-getid-method": covered("conformance/samples/traces.test.ts"),
  "ihttpmoduleregistrationinfo-getname-method": covered("conformance/registration.test.ts"),
  "ihttpmoduleregistrationinfo-interface": covered("conformance/walk/surface.test.ts"),
  "ihttpmoduleregistrationinfo-setglobalnotifications-method": covered(
    "conformance/registration.test.ts",
  ),
  "ihttpmoduleregistrationinfo-setpriorityforglobalnotification-method": covered(
    "conformance/order-priority.test.ts",
  ),
  "ihttpmoduleregistrationinfo-setpriorityforrequestnotification-method": covered(
    "conformance/order-priority.test.ts",
  ),
  "ihttpmoduleregistrationinfo-setrequestnotifications-method": covered(
    "conformance/registration.test.ts",
  ),
  "imoduleallocator-allocatememory-method": covered("conformance/objects.test.ts"),
  "imoduleallocator-interface": covered("conformance/walk/surface.test.ts"),
  "pfn-async-completion-function": covered("conformance/callbacks.test.ts"),
  "pfn-registermodule-function": covered("conformance/registration.test.ts"),
  "pfn-websocket-completion-funtion": differs("conformance/websocket-async.test.ts"),
};
