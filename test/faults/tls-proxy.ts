import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { onTestFinished } from 'vitest'

/** A key, and its certificate for `localhost`, for which no authority vouches. */
export interface Certificate {
  readonly pfx: Buffer
  readonly passphrase: string
  /** The certificate as PEM, for those who are to trust it. */
  readonly path: string
}

/** Makes a certificate in a folder by keytool, which comes with the Java that Spark needs. */
export function makeCertificate(folder: string): Certificate {
  const passphrase = randomBytes(16).toString('hex')
  const [store, path] = [join(folder, 'proxy.p12'), join(folder, 'proxy.pem')]
  const named = ['-alias', 'proxy', '-keystore', store, '-storetype', 'PKCS12', '-storepass', passphrase]
  const owner = ['-dname', 'CN=localhost', '-ext', 'san=dns:localhost', '-keyalg', 'EC']
  execFileSync('keytool', ['-genkeypair', ...named, ...owner], { stdio: 'ignore' })
  execFileSync('keytool', ['-exportcert', '-rfc', ...named, '-file', path], { stdio: 'ignore' })
  return { pfx: readFileSync(store), passphrase, path }
}

/** What ends TLS before a server. */
export interface TlsProxy {
  readonly port: number
  /** How many connections have agreed on HTTP/2 inside TLS. */
  readonly numAgreed: () => number
}

/** Starts a proxy on the loopback interface that speaks TLS for a port of it, and ends with the test. */
export async function tlsProxy(port: number, { pfx, passphrase }: Certificate): Promise<TlsProxy> {
  let numAgreed = 0
  const server = createServer({ pfx, passphrase, ALPNProtocols: ['h2'] }, (client) => {
    if (client.alpnProtocol === 'h2') numAgreed++
    const upstream = connect(port, '127.0.0.1')
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  // of clients that do not trust it
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, numAgreed: () => numAgreed }
}
