import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { runCli } from '../cli/run-cli.ts'
import { portOf } from '../cluster/spark-server.ts'
import type { SharedServer } from './shared-server.ts'
import { type Certificate, makeCertificate, tlsProxy } from './tls-proxy.ts'
import { trainInSpark } from './train-in-spark.ts'

/** Within which a refusal must be told. */
const LIMIT_SECONDS = 10

/** What is expected of a client that reaches a Spark server through a proxy that speaks TLS. */
export function sparkTlsCases({ folder, server }: SharedServer): void {
  let certificate: Certificate
  beforeAll(() => {
    certificate = makeCertificate(folder)
  })

  /** The server's remote at another place, with TLS. */
  const secure = (place: string) => `${server().remote.replace(/\/\/[^/]+/, `//${place}`)};use_ssl=true`

  /** Gives the error and the hint of a run that is refused. */
  async function refusal(remote: string, trusted: string): Promise<string> {
    const args = ['train', 'linear_regression', '--engine', 'spark', '--data', 'features', '--models', 'none']
    const env = { SPARK_REMOTE: remote, NODE_EXTRA_CA_CERTS: trusted }
    const beganMs = performance.now()
    const { code, stdout, stderr } = await runCli(args, { cwd: folder, env })
    expect(code, stderr).toBe(exitCodes.engine)
    expect((performance.now() - beganMs) / 1000).toBeLessThan(LIMIT_SECONDS)
    const token = /token=(\w+)/.exec(remote)?.[1] ?? 'none'
    expect(stdout + stderr).not.toContain(token)
    return stderr.slice(stderr.indexOf('error:'))
  }

  it('trains, where the certificate of the proxy is trusted', async () => {
    const proxy = await tlsProxy(portOf(server()), certificate)
    const places = ['--data', 'features', '--models', 'over-tls']
    const env = {
      SPARK_REMOTE: secure(`localhost:${proxy.port}`),
      NODE_EXTRA_CA_CERTS: certificate.path,
    }
    const { code, stderr } = await trainInSpark(places, folder, env).ended
    expect(code, stderr).toBe(0)
    expect(readdirSync(join(folder, 'over-tls')).length).toBeGreaterThanOrEqual(3)
    expect(proxy.numAgreed()).toBeGreaterThan(0)
  })

  it('is told which token is wrong as without TLS', async () => {
    const proxy = await tlsProxy(portOf(server()), certificate)
    const remote = secure(`localhost:${proxy.port}`).replace(/token=\w+/, 'token=another')
    expect(await refusal(remote, certificate.path)).toMatch(
      /^error: [^\n]+\nhint: check the token: [^\n]+\n$/,
    )
  })

  it.each([
    [
      'a certificate that nobody vouches for',
      'localhost',
      false,
      /self-signed certificate\nhint: name the PEM file .* in NODE_EXTRA_CA_CERTS/,
    ],
    [
      'the certificate of another host',
      '127.0.0.1',
      true,
      /does not match certificate's altnames: IP: 127.0.0.1 [^\n]*[^\s:]\nhint: use a name/,
    ],
  ] as const)('refuses %s, and publishes nothing', async (_, host, isTrusted, told) => {
    const proxy = await tlsProxy(portOf(server()), certificate)
    const error = await refusal(secure(`${host}:${proxy.port}`), isTrusted ? certificate.path : '')
    expect(error).toMatch(/^error: sc:\/\/[\w.]+:\d+: version: no secure connection: [^\n]+\nhint: [^\n]+\n$/)
    expect(error).toMatch(told)
    expect(readdirSync(folder)).not.toContain('none')
  })

  it('says where a server does not speak TLS', async () => {
    const error = await refusal(secure(`localhost:${portOf(server())}`), '')
    expect(error).toMatch(
      /^error: [^\n]+: no secure connection: the server does not speak TLS\nhint: [^\n]+use_ssl=false\n$/,
    )
  })
}
