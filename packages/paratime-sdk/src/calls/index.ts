export {Call} from "./call.ts";
export {type CallParatimeOptions, callParatime} from "./callParatime.ts";
export {CallError, type Method, type MethodOptions, type Methods, method} from "./method.ts";
export {nothing} from "./nothing.ts";
