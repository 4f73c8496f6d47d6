export {AvrBundle, Empty, executionModes, LightBlock, storageEndpoints} from "./bodies/common.ts";
export {Features} from "./bodies/runtimeBodies.ts";
export {
  type CallOptions,
  type Connection,
  type ConnectionOptions,
  type HostConnection,
  hostConnection,
  type RuntimeConnection,
  runtimeConnection,
} from "./connection.ts";
export {errorFromBody, errorToBody, rhpErrorRegistry} from "./errorBody.ts";
export {defaultLimits, Exchange, type ExchangeLimits, type Phase, type Verdict} from "./exchange.ts";
export type {AnswerTo, Handlers, RequestContext} from "./handlers.ts";
export {
  connectRuntime,
  type HandshakeOptions,
  type HostInfo,
  infoTimeoutMs,
  type RuntimeInfo,
} from "./hostHandshake.ts";
export {type ConfigValue, LocalConfigError, localConfigOf} from "./localConfig.ts";
export {
  type Body,
  type BodyType,
  type BodyValue,
  HostMessage,
  type Message,
  messageTypes,
  RuntimeMessage,
} from "./message.ts";
export {
  type HostRequests,
  hostRequests,
  type RequestTable,
  type RuntimeRequests,
  runtimeRequests,
} from "./requests.ts";
export {dispatcherError, RhpError, type RhpErrorCode, rhpErrors} from "./rhpError.ts";
export {type RuntimeSessionOptions, serveHost} from "./runtimeSession.ts";
