/** Why no encrypted connection came about. */
export interface TlsFailure {
  readonly text: string
  readonly hint: string
}

/** Codes of OpenSSL for a certificate whose authority is not known here. */
const unknownAuthority = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/
/** Codes of a peer that answers with something else than TLS. */
const noTls = /^(ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/

/**
 * Tells a certificate that does not hold, or a server without TLS, from other failures of a connection.
 *
 * @param cause  What was thrown; the code stands in it or in its causes.
 * @returns `undefined` for any other failure.
 */
export function tlsFailure(cause: unknown): TlsFailure | undefined {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : ''
    if (noTls.test(code))
      return {
        text: 'the server does not speak TLS',
        hint: 'put a proxy that does before it (docs/cluster.md), or say use_ssl=false',
      }
    const text = at.message.split('\n', 1)[0]
    if (unknownAuthority.test(code))
      return { text, hint: 'name the PEM file of its authority in NODE_EXTRA_CA_CERTS, if you trust it' }
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
      return { text: text.replace(/:\s*$/, ''), hint: 'use a name that the certificate is for' }
    if (/^CERT_/.test(code)) return { text, hint: 'its certificate must be renewed, or a clock be set' }
  }
  return undefined
}
