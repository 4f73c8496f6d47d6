export {type ImmediateStore, PersistentStore, persistentStoreName} from "./persistentStore.ts";
