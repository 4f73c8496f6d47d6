export {EpochBlockError} from "./epochBlock.ts";
export {StateQueries} from "./stateQueries.ts";
export type {StateView} from "./stateView.ts";
