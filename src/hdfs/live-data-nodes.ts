import { z } from 'zod'
import { askJmx } from './ask-jmx.ts'
import type { HdfsSession } from './session.ts'

/** By host and transfer port; the address of HTTP has an IP where the NameNode sends us to the host. */
const nodesSchema = z.record(
  z.string(),
  z.object({ infoAddr: z.string(), infoSecureAddr: z.string().optional() }),
)

/**
 * Asks the NameNode that answered last which DataNodes are alive.
 *
 * @param timeoutMs  How long it may take to answer at all.
 * @returns URLs as the NameNode would send us to, without a path, before any `--datanode-map`; `null` where its JMX
 *   does not say.
 * @throws FreeflowError `storage` where no answer comes.
 */
export async function liveDataNodes(
  session: HdfsSession,
  timeoutMs: number,
): Promise<readonly string[] | null> {
  const nameNode = session.nameNodes[session.state.active]
  const query = 'get=Hadoop:service=NameNode,name=NameNodeInfo::LiveNodes'
  const { beans } = await askJmx(session, nameNode, query, timeoutMs)
  const nodes = nodesSchema.safeParse(jsonOf(beans[0]?.LiveNodes))
  if (!nodes.success) return null
  return Object.entries(nodes.data).map(([name, { infoAddr, infoSecureAddr = '' }]) => {
    const host = name.slice(0, name.lastIndexOf(':'))
    const isSecure = nameNode.startsWith('https:') && infoSecureAddr !== ''
    const port = afterColon(isSecure ? infoSecureAddr : infoAddr)
    return `${isSecure ? 'https' : 'http'}://${host}:${port}`
  })
}

function afterColon(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1)
}

/** The list is JSON in JSON. */
function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
