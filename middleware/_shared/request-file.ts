// What do ready modules share? The file of a request, also where nobody has looked for it.
import { type Awaitable, getFiles, type IHttpContext, type IHttpFileInfo } from "../../mod.ts";

/** The handler entry that stands for the app, or for all modules where there are no entries. */
const IMPLICIT = "Application";

/**
 * What the URL of a request has been mapped to; null if there is nothing.
 *
 * The core looks for it where every module is asked, and where the handler entry has a resourceType. Behind an entry
 * without one it is looked for here.
 */
export function locate(context: IHttpContext): Awaitable<IHttpFileInfo | null> {
  const known = context.getFileInfo();
  if (known !== null || (context.getScriptMap()?.getModules() ?? IMPLICIT) === IMPLICIT) {
    return known;
  }
  const [files, path] = [getFiles(context), context.getPhysicalPath()];
  if (files === null || path === null) return null;
  return then(files.find(path), (file) => {
    if (file === null) return null;
    files.serve(context.getScriptName(), file);
    file.dereferenceCacheData();
    return file;
  });
}

/** Goes on at once with what is there, later with what is promised. */
export function then<A, B>(value: Awaitable<A>, next: (value: A) => Awaitable<B>): Awaitable<B> {
  return value instanceof Promise ? value.then(next) : next(value);
}
