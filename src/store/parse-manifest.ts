import { type Manifest, type ManifestFile, manifestText } from './manifest.ts'

/**
 * Reads MANIFEST.json and checks all that it claims about itself.
 *
 * @returns The manifest, or in a few words what is wrong with it. The names in a manifest lead nowhere but
 *   into the version directory.
 */
export function parseManifest(text: string): Manifest | string {
  const manifest = jsonOf(text)
  if (!isManifest(manifest)) return 'is no manifest'
  const { files } = manifest
  const bad = files.find((file) => !isFileName(file.name))
  if (bad) return `lists a bad name ${JSON.stringify(bad.name.slice(0, 100))}`
  if (files.some(({ name }, at) => at > 0 && name <= files[at - 1].name)) return 'is not sorted by name'
  return manifestText(manifest) === text ? manifest : 'does not match its own SHA-256'
}

/**
 * Says whether a version may hold a file of this name: parts of at most 255 bytes with forward slashes
 * between, none of them empty, `.` or `..`, no colon, percent sign, backslash or control character, and not
 * MANIFEST.json.
 */
export function isFileName(name: string): boolean {
  if (name === 'MANIFEST.json' || /\p{Surrogate}/u.test(name)) return false
  return name.split('/').every((part) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (part === '' || part === '.' || part === '..' || /[\\:%\u0000-\u001f\u007f]/.test(part)) return false
    return Buffer.byteLength(part) <= 255
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false
  if (!('publishId' in value && typeof value.publishId === 'string')) return false
  return 'files' in value && Array.isArray(value.files) && value.files.every(isManifestFile)
}

function isManifestFile(value: unknown): value is ManifestFile {
  if (typeof value !== 'object' || value === null) return false
  if (!('name' in value && typeof value.name === 'string')) return false
  if (!('length' in value && Number.isSafeInteger(value.length))) return false
  return 'sha256' in value && typeof value.sha256 === 'string' && /^[0-9a-f]{64}$/.test(value.sha256)
}
