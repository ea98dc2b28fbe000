import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { type Relation, RelationSchema } from './gen/spark/connect/relations_pb.ts'
import type { Link } from './link.ts'

/** A table that Spark can make: a query, not its rows. Nothing runs before it is collected, written or learnt from. */
export interface Frame {
  readonly relation: Relation
}

/** Makes a frame of a node of the plan, under a number of its own in the session. */
export function frameFrom(
  link: Link,
  relType: NonNullable<MessageInitShape<typeof RelationSchema>['relType']>,
): Frame {
  const planId = link.state.numPlans++
  return { relation: create(RelationSchema, { common: { planId }, relType }) }
}
