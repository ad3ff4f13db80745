// Terms: what do the pages call it?
// This file: what a notification hands to the modules it calls.

import type { IHttpFileInfo } from "./file-info.ts";
import type { HRESULT } from "./hresult.ts";
import type { IHttpUser } from "./http-user.ts";
import type { HTTP_LOG_FIELDS_DATA } from "./log-fields.ts";
import type { IScriptMapInfo } from "./script-map-info.ts";

export type * from "./global-event-providers.ts";

/**
 * What every notification hands to its handlers.
 * @see ihttpeventprovider-interface
 */
export interface IHttpEventProvider {
  /**
   * Reports an error. With RQ_NOTIFICATION_FINISH_REQUEST and an untouched status it becomes status
   * 500; otherwise it is information.
   * @see ihttpeventprovider-seterrorstatus-method
   */
  setErrorStatus(error: HRESULT): void;
}

/**
 * A notification of a module's own making, which the module implements.
 * @see icustomnotificationprovider-interface
 */
export interface ICustomNotificationProvider extends IHttpEventProvider {
  /**
   * The name by which handlers know it.
   * @see icustomnotificationprovider-querynotificationtype-method
   */
  queryNotificationType(): string;
}

/**
 * What RQ_AUTHENTICATE_REQUEST hands to its handlers.
 * @see iauthenticationprovider-interface
 */
export interface IAuthenticationProvider extends IHttpEventProvider {
  /**
   * Sets the user, who is authenticated at once; null leaves it to others.
   * @see iauthenticationprovider-setuser-method
   */
  setUser(user: IHttpUser | null): void;
}

/**
 * What RQ_MAP_REQUEST_HANDLER hands to its handlers.
 * @see imaphandlerprovider-interface
 */
export interface IMapHandlerProvider extends IHttpEventProvider {
  /**
   * Sets the part of the URL that names the handler.
   * @see imaphandlerprovider-setscriptname-method
   */
  setScriptName(scriptName: string): HRESULT;
  /**
   * Sets the handler entry, in place of the one that would match.
   * @see imaphandlerprovider-setscriptmap-method
   */
  setScriptMap(scriptMap: IScriptMapInfo): void;
  /**
   * Sets the file of the request.
   * @see imaphandlerprovider-setfileinfo-method
   */
  setFileInfo(fileInfo: IHttpFileInfo): void;
}

/**
 * What RQ_MAP_PATH hands to its handlers.
 * @see imappathprovider-interface
 */
export interface IMapPathProvider extends IHttpEventProvider {
  /**
   * The URL to map.
   * @see imappathprovider-geturl-method
   */
  getUrl(): string;
  /**
   * The path as it stands now.
   * @see imappathprovider-getphysicalpath-method
   */
  getPhysicalPath(): string;
  /**
   * Sets another path.
   * @see imappathprovider-setphysicalpath-method
   */
  setPhysicalPath(physicalPath: string): HRESULT;
}

/**
 * What RQ_SEND_RESPONSE hands to its handlers.
 * @see isendresponseprovider-interface
 */
export interface ISendResponseProvider extends IHttpEventProvider {
  /**
   * Whether this send carries the head: true once, unless the head is suppressed.
   * @see isendresponseprovider-getheadersbeingsent-method
   */
  getHeadersBeingSent(): boolean;
  /**
   * The flags of this send, a bit mask of HTTP_SEND_RESPONSE_FLAG_*.
   * @see isendresponseprovider-getflags-method
   */
  getFlags(): number;
  /**
   * Replaces the flags of this send.
   * @see isendresponseprovider-setflags-method
   */
  setFlags(flags: number): void;
  /**
   * The record for the access log; null before the logging module made it.
   * @see isendresponseprovider-getlogdata-method
   */
  getLogData(): HTTP_LOG_FIELDS_DATA | null;
  /**
   * Replaces the record for the access log.
   * @see isendresponseprovider-setlogdata-method
   */
  setLogData(logData: HTTP_LOG_FIELDS_DATA): HRESULT;
  /**
   * Whether this is the last send of the response.
   * @see isendresponseprovider-getreadytologdata-method
   */
  getReadyToLogData(): boolean;
}

/**
 * What RQ_READ_ENTITY hands to its handlers.
 * @see ireadentityprovider-interface
 */
export interface IReadEntityProvider extends IHttpEventProvider {
  /**
   * The bytes just read, as a view; its buffer may be longer.
   * @see ireadentityprovider-getentity-method
   */
  getEntity(): Uint8Array;
  /**
   * Replaces what the reader gets.
   * @see ireadentityprovider-setentity-method
   */
  setEntity(buffer: Uint8Array): void;
}
