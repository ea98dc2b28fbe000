import { expect, it } from 'vitest'
import { isTransient } from '../../src/hdfs/failure.ts'
import { replyFailure } from '../../src/hdfs/reply-failure.ts'

const session = { credentials: { delegation: 'SABhZGZz-_+/=' } }
const reply = (status: number, body: unknown) => ({ status, text: JSON.stringify(body) })

it('takes an exception without a message for what it is, worth another try', () => {
  // as a NameNode answers that has just been started again
  const body = {
    RemoteException: { exception: 'EOFException', javaClassName: 'java.io.EOFException', message: null },
  }
  const error = replyFailure(session, 'cannot list /a', reply(403, body))
  expect(error.message).toBe('cannot list /a: it gives no reason (EOFException)')
  expect(isTransient(error)).toBe(true)
})

it('shows what the server says without the token, as it is and encoded', () => {
  const message = `no ${session.credentials.delegation}, ${encodeURIComponent(session.credentials.delegation)}\n at`
  const error = replyFailure(
    session,
    'cannot list /a',
    reply(403, { RemoteException: { exception: 'X', message } }),
  )
  expect(error.message).toBe('cannot list /a: no ***, *** (X)')
})

it('shows the first line of a page', () => {
  const page = { status: 404, text: '<html>\n<h2>Not here</h2>\n<p>delegation=abc</p>' }
  expect(replyFailure(session, 'cannot list /a', page).message).toBe(
    'cannot list /a: HTTP 404, no answer of WebHDFS: Not here',
  )
})

it('says what to wait for where the NameNode puts its safe mode into another exception', () => {
  // as Hadoop 3.5 answers
  const message =
    'org.apache.hadoop.hdfs.server.namenode.SafeModeException: Cannot create directory /a. Name node is in safe mode.'
  const body = { RemoteException: { exception: 'RetriableException', message } }
  const error = replyFailure(session, 'cannot create /a', reply(403, body))
  expect(error.hint).toMatch(/^wait until the NameNode has left safe mode/)
  expect(isTransient(error)).toBe(true)
})
