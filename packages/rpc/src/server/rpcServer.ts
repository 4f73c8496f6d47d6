import {
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Session,
} from "node:http2";
import type {AddressInfo} from "node:net";
import {TLSSocket} from "node:tls";
import type {Logger} from "@oasis-node/primitives/log";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {verifyCertificate} from "@oasis-node/primitives/tls";
import type {Api, Service} from "../service/index.ts";
import {peerCertificates, type TlsCredentials, toPem} from "../tls/index.ts";
import {sessionOptions} from "../transport/index.ts";
import {Connections} from "./connections.ts";
import {defaultLimits, type RpcLimits} from "./limits.ts";
import {listen} from "./listen.ts";
import type {RpcMetrics} from "./metrics.ts";
import {Routes} from "./route.ts";
import {listenOnPath} from "./unixSocket.ts";

export interface RpcServerOptions {
  readonly logger: Logger;
  readonly metrics?: RpcMetrics;
  readonly limits?: Partial<RpcLimits>;
}

export interface TlsListenOptions {
  /** All interfaces without. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly credentials: TlsCredentials;
  /** What certificates of clients have to be called. */
  readonly clientCommonName: string;
  /** Milliseconds since 1970, to judge certificates by. */
  readonly now: () => number;
}

/** Clients that reset many calls at once, and then so many a second, are cut off: that attacks servers. */
const resets = {streamResetBurst: 10_000, streamResetRate: 1000};

/** A gRPC server: the services of tables over HTTP/2, in CBOR (cli-config-grpc §5). */
export class RpcServer {
  readonly #routes: Routes;
  readonly #limits: RpcLimits;
  readonly #connections: Connections;
  readonly #servers: (Http2Server | Http2SecureServer)[] = [];
  #secure: Http2SecureServer | undefined;

  constructor({logger, metrics, limits}: RpcServerOptions) {
    this.#routes = new Routes(metrics ?? null);
    this.#limits = {...defaultLimits, ...limits};
    this.#connections = new Connections(this.#routes, this.#limits, logger);
  }

  /** Serves a service; from now on if the server listens already. */
  register<M>(service: Service<M>, api: Api<Service<M>>): void {
    this.#routes.add(service, api);
  }

  /**
   * Listens on a socket of the file system, for its owner only. One that a killed process left is replaced. Throws
   * `ServerError`.
   */
  async listenUnix(path: string): Promise<void> {
    const server = createServer(this.#options());
    this.#connections.attach(server, () => null);
    await listenOnPath(this.#prepared(server), path);
  }

  /** Listens on a port with TLS; returns the port. Clients may have a certificate. Throws `ServerError`. */
  async listenTls(options: TlsListenOptions): Promise<number> {
    const server = createSecureServer({
      ...this.#options(),
      ...toPem(options.credentials),
      minVersion: "TLSv1.2",
      requestCert: true,
      // There are no authorities: certificates are judged by rules of our own.
      rejectUnauthorized: false,
    });
    this.#connections.attach(server, (session) => peerKey(session, options));
    this.#secure = server;
    const {port, host} = options;
    await listen(this.#prepared(server), host === undefined ? {port} : {port, host});
    // A server that listens on a port has an address.
    return (server.address() as AddressInfo).port;
  }

  /** The certificate for connections from now on. */
  setCredentials(credentials: TlsCredentials): void {
    this.#secure?.setSecureContext(toPem(credentials));
  }

  /**
   * Takes no more calls, ends streams, lets other calls finish for so many milliseconds, and closes everything. Safe to call
   * twice.
   */
  async stop(grace = 5000): Promise<void> {
    const closed = this.#servers.splice(0).map((server) => closedOf(server));
    await this.#connections.close(grace);
    await Promise.all(closed);
  }

  #options() {
    return {
      ...sessionOptions,
      ...resets,
      settings: {...sessionOptions.settings, maxConcurrentStreams: this.#limits.maxStreams},
    };
  }

  #prepared<S extends Http2Server | Http2SecureServer>(server: S): S {
    server.maxConnections = this.#limits.maxConnections;
    this.#servers.push(server);
    return server;
  }
}

/**
 * Key of the certificate that a client presented; null without one. Access is decided call by call, so that any key will do,
 * but not any certificate. Throws `TlsError`.
 */
function peerKey({socket}: ServerHttp2Session, {clientCommonName, now}: TlsListenOptions): PublicKey | null {
  return verifyCertificate(socket instanceof TLSSocket ? peerCertificates(socket) : [], {
    commonName: clientCommonName,
    keys: null,
    allowUnknownKeys: true,
    allowNoCertificate: true,
    now: now(),
  });
}

function closedOf(server: Http2Server | Http2SecureServer): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) resolve();
    else server.close(() => resolve());
  });
}
