/** What one server, connection or call may use. */
export interface RpcLimits {
  readonly maxConnections: number;
  /** Calls at the same time of one connection; clients hold more back. */
  readonly maxStreams: number;
  /** Milliseconds after which a connection without calls is closed. */
  readonly idle: number;
  /** Milliseconds for which a response may wait for a caller who does not read it. */
  readonly stalled: number;
}

/** The reference has the time for idle connections only; the rest is what keeps one caller from using up the node. */
export const defaultLimits: RpcLimits = {
  maxConnections: 1024,
  maxStreams: 4096,
  idle: 600_000,
  stalled: 60_000,
};
