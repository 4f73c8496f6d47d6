export {type App, type Handler, handle, type RawHandler} from "./app.ts";
export type {BlockContext} from "./blockContext.ts";
export type {Chain, LocalUpgrades, NodeSettings} from "./chain.ts";
export {Context, type ContextOptions, type Mode} from "./context.ts";
export {attribute, type Event, type EventAttribute, eventType} from "./events.ts";
export {CompositeGas, freeGas, type GasAccountant, GasError, LimitedGas} from "./gas.ts";
export {type HaltCode, HaltError} from "./haltError.ts";
export type {BeginBlock, Misbehaviour, Validator, Vote} from "./requests.ts";
