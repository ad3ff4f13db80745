// What is an example, to the site? This file: its words, what a visitor can send to it, and how it is built.
import { createWebServer, type PipelineOptions, type WebServerOptions } from "@sluice/sluice";

/** One request that a visitor can send: what the button says, the path below the example, its headers. */
export interface Try {
  readonly label: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An example as the site shows it. */
export interface Example {
  readonly name: string;
  readonly file: string;
  readonly title: string;
  /** What it shows, in a few sentences. */
  readonly shows: string;
  /** The documentation page that it comes from, as a reader would say it. */
  readonly page: string;
  readonly tries: readonly Try[];
  /** What the link says to a page of its own, where the example has one. */
  readonly door?: string;
  /** Builds the example once more, with the site's trace attached. */
  serve(options: PipelineOptions): { fetch(request: Request): Response | Promise<Response> };
}

/** Builds an example that is a web server around modules. */
export const around = (own: WebServerOptions) => (options: PipelineOptions) =>
  createWebServer({ ...own, ...options });
