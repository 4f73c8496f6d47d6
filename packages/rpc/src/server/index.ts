export {defaultLimits, type RpcLimits} from "./limits.ts";
export type {CallMetrics, RpcMetrics} from "./metrics.ts";
export {RpcServer, type RpcServerOptions, type TlsListenOptions} from "./rpcServer.ts";
export {ServerError} from "./serverError.ts";
