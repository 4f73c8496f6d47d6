/** Counts of one method. */
export interface CallMetrics {
  /** `oasis_grpc_server_calls`. */
  readonly calls: {inc(): void};
  /** `oasis_grpc_server_latency`, in seconds; of unary calls. */
  readonly latency: {observe(seconds: number): void};
  /** `oasis_grpc_server_stream_writes`. */
  readonly streamWrites: {inc(): void};
}

/** The metrics of a method by its path; asked for when the method is called for the first time. */
export type RpcMetrics = (path: string) => CallMetrics;
