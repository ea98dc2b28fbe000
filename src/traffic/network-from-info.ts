import type { FeatureTableInfo } from './feature-table-info.ts'
import type { Network } from './network.ts'

/** Gives the network that features were measured against, with the free-flow speeds of its sensors (mph). */
export function networkFromInfo(info: FeatureTableInfo['network']): Network {
  const speeds = info.sensors['free_flow_mph'] ?? []
  const known = (info.sensors['sensor_id'] ?? []).flatMap((id, index): [string, number][] => {
    const mph = speeds[index]
    return typeof mph === 'number' ? [[String(id), mph]] : []
  })
  return {
    center: info.center,
    box: info.box,
    freeFlow: info.free_flow,
    clusterCenters: info.cluster_centers,
    knownMph: new Map(known),
  }
}
