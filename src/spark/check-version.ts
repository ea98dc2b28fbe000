import { FreeflowError } from '../errors.ts'

/**
 * Checks that a Spark can learn by Connect.
 *
 * @param place  Which Spark it is: a remote or a directory.
 * @throws FreeflowError `engine` where it is older than 4.0.
 */
export function checkVersion(place: string, version: string): void {
  if (Number.parseInt(version, 10) >= 4) return
  throw new FreeflowError(
    'engine',
    `${place}: Spark must be 4.0 or later to learn by Connect, is ${version}`,
    {
      hint: 'learn without Spark: --engine embedded writes models that Spark 3.5 loads',
    },
  )
}
