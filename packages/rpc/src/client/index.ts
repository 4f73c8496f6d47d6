export {type Address, addressText, parseAddress} from "./address.ts";
export {ClientError} from "./clientError.ts";
export type {ClientTls} from "./dialTls.ts";
export {type ClientCallMetrics, type ConnectOptions, connect, type RpcClient} from "./rpcClient.ts";
