/** Statuses of gRPC by the names that the reference prints (cli-config-grpc §5.1). */
export const statusCodes = {
  OK: 0,
  Canceled: 1,
  Unknown: 2,
  InvalidArgument: 3,
  DeadlineExceeded: 4,
  NotFound: 5,
  AlreadyExists: 6,
  PermissionDenied: 7,
  ResourceExhausted: 8,
  FailedPrecondition: 9,
  Aborted: 10,
  OutOfRange: 11,
  Unimplemented: 12,
  Internal: 13,
  Unavailable: 14,
  DataLoss: 15,
  Unauthenticated: 16,
} as const;

export type StatusName = keyof typeof statusCodes;

const names = new Map(Object.entries(statusCodes).map(([name, code]) => [code, name] as const));

/** Name of a status; undefined for a number that has none. */
export function statusName(code: number): StatusName | undefined {
  // The entries are those of the table.
  return names.get(code as (typeof statusCodes)[StatusName]) as StatusName | undefined;
}
