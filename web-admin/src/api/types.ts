// The server's words, by short names. Everything here comes from openapi.yaml.
import type { components } from './schema';

type Schemas = components['schemas'];

export type Announcement = Schemas['Announcement'];
export type Area = Schemas['Area'];
export type Broadcast = Schemas['Broadcast'];
export type StopAnswer = Schemas['StopAnswer'];
export type BroadcastKind = Broadcast['kind'];
export type BroadcastState = Schemas['BroadcastState'];
export type Commune = Schemas['Commune'];
export type Conflict = Schemas['Conflict'];
export type Conflicts = Schemas['Conflicts'];
export type Delivery = Schemas['Delivery'];
export type DeliveryState = Schemas['DeliveryState'];
export type Delta = Schemas['Delta'];
export type DeviceKey = Schemas['DeviceKey'];
export type EmergencyPage = Schemas['EmergencyPage'];
export type EnrolmentCode = Schemas['EnrolmentCode'];
export type ErrorCode = Schemas['ErrorCode'];
export type ErrorValue = Schemas['ErrorValue'];
export type Evidence = Schemas['Evidence'];
export type Foreseen = Schemas['Foreseen'];
export type Hours = Schemas['Hours'];
export type Job = Schemas['Job'];
export type NewBroadcast = Schemas['NewBroadcast'];
export type NewSchedule = Schemas['NewSchedule'];
export type Node = Schemas['Node'];
export type NodeCondition = Schemas['NodeCondition'];
export type Operator = Schemas['Operator'];
export type Problem = Schemas['Problem'];
export type Programme = Schemas['Programme'];
export type Schedule = Schemas['Schedule'];
export type SetupState = Schemas['SetupState'];
export type Snapshot = Schemas['Snapshot'];
export type Targets = Schemas['Targets'];
export type Zone = Schemas['Zone'];
