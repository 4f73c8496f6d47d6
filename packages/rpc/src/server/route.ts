import type {Schema} from "@oasis-node/primitives/cbor";
import {type Api, methodPath, type Service} from "../service/index.ts";
import {RpcError} from "../status/index.ts";
import type {CallMetrics, RpcMetrics} from "./metrics.ts";

/** Schemas without the type of their values: a table and its implementation agree by construction. */
type AnySchema = Schema<unknown> | null;
type Implementation = (request: unknown, options: unknown) => unknown;

/** A method that is served. */
export interface Route {
  readonly path: string;
  readonly kind: "unary" | "stream";
  readonly request: AnySchema;
  readonly response: AnySchema;
  readonly call: Implementation;
  /** Null without metrics. */
  readonly metrics: () => CallMetrics | null;
}

interface Declared {
  readonly kind: "unary" | "stream";
  readonly request: AnySchema;
  readonly response: AnySchema;
  readonly wireName: string | null;
}

/** Methods by path, and which services there are. */
export class Routes {
  readonly #routes = new Map<string, Route>();
  readonly #services = new Set<string>();
  readonly #metrics: RpcMetrics | null;

  constructor(metrics: RpcMetrics | null) {
    this.#metrics = metrics;
  }

  add<M>(service: Service<M>, api: Api<Service<M>>): void {
    // What `Api` promises of `M` the compiler has checked where this was called.
    const methods = Object.entries(service.methods as Readonly<Record<string, Declared>>);
    const calls = api as Readonly<Record<string, Implementation>>;
    this.#services.add(`oasis-core.${service.name}`);
    for (const [property, {kind, request, response, wireName}] of methods) {
      const path = methodPath(service.name, property, wireName);
      const call: Implementation = (value, options) => calls[property]?.(value, options);
      this.#routes.set(path, {path, kind, request, response, call, metrics: this.#lazyMetrics(path)});
    }
  }

  /** The method of a path. Throws `RpcError` `Unimplemented` with the reference's texts. */
  find(path: string): Route {
    const route = this.#routes.get(path);
    if (route !== undefined) return route;
    const name = path.startsWith("/") ? path.slice(1) : path;
    const slash = name.lastIndexOf("/");
    if (slash < 0) throw new RpcError("Unimplemented", `malformed method name: ${JSON.stringify(path)}`);
    const service = name.slice(0, slash);
    if (!this.#services.has(service)) throw new RpcError("Unimplemented", `unknown service ${service}`);
    throw new RpcError("Unimplemented", `unknown method ${name.slice(slash + 1)} for service ${service}`);
  }

  #lazyMetrics(path: string): () => CallMetrics | null {
    const metrics = this.#metrics;
    if (metrics === null) return () => null;
    let made: CallMetrics | null = null;
    return () => {
      made ??= metrics(path);
      return made;
    };
  }
}
