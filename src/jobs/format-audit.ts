import type { AuditFinding } from '../audit/audit-finding.ts'
import type { AuditDocument, AuditedColumn } from './audit-document.ts'

/** Puts an audit in words: each finding with its formula, what each column needs, and the verdict. */
export function formatAudit({ audit, target, data, seconds }: AuditDocument): string[] {
  const { leaks, warnings, columns, group, verdict } = audit
  const ahead = target.minutes_ahead === 0 ? '' : `, ${target.minutes_ahead} minutes after the row`
  const counts = [countOf(leaks, 'leak'), countOf(warnings, 'warning')].join(', ')
  return [
    '',
    `Target ${target.column}${ahead}; ${data.rows} rows, ${columns.length} columns`,
    '',
    ...leaks.flatMap((finding) => ['', ...formatFinding('LEAK', finding)]).slice(1),
    ...(leaks.length > 0 ? [''] : []),
    ...warnings.flatMap((finding) => [...formatFinding('WARN', finding), '']),
    ...formatColumns(columns),
    ...(group === null
      ? []
      : [
          `all columns together: R2 beyond past ${share(group.r2_beyond_past)}, by chance ${share(group.r2_by_chance)}`,
        ]),
    '',
    verdict === 'leaking'
      ? `LEAKING: ${counts}. A score on this table does not say how well the target is predicted.`
      : `CLEAN: ${counts}. No column was found that knows the target (${seconds.total.toFixed(1)} s).`,
  ]
}

function countOf(findings: readonly AuditFinding[], word: string): string {
  return `${findings.length} ${word}${findings.length === 1 ? '' : 's'}`
}

function formatFinding(label: string, finding: AuditFinding): string[] {
  const { kind, columns, formula, why, advice } = finding
  const names =
    columns.length > 6
      ? `${columns.slice(0, 6).join(', ')} and ${columns.length - 6} more`
      : columns.join(', ')
  return [
    `${label}  ${kind}: ${names}`,
    `      ${formula}`,
    ...formatEvidence(finding),
    `      why: ${why}`,
    `      do:  ${advice}`,
  ]
}

function formatEvidence({ kind, share, rows, max_error: maxError }: AuditFinding): string[] {
  if (kind === 'duplicates' || kind === 'shared-windows' || kind === 'constant' || kind === 'absent')
    return []
  const error = maxError === null ? '' : `, error at most ${Number(maxError.toPrecision(2))}`
  if (kind === 'near-identity' || kind === 'order')
    return [`      gives ${(100 * share).toFixed(1)} % of what the past does not, on ${rows} rows${error}`]
  return [`      holds on ${(100 * share).toFixed(2)} % of ${rows} rows${error}`]
}

function formatColumns(columns: readonly AuditedColumn[]): string[] {
  const rows = columns.map(({ name, needs, legal, r2, r2_beyond_past: beyond, r2_by_chance: chance }) => {
    return [name, needs ?? 'not known', legal ?? 'nothing found', share(r2), share(beyond), share(chance)]
  })
  const heads = ['column', 'needs', 'may be used', 'R2', 'beyond past', 'by chance']
  const widths = heads.map((head, index) => Math.max(head.length, ...rows.map((row) => row[index].length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => (index < 3 ? cell.padEnd(widths[index]) : cell.padStart(widths[index])))
      .join('  ')
      .trimEnd()
  return [line(heads), ...rows.map(line)]
}

function share(value: number | null): string {
  return value === null ? '' : value.toFixed(3)
}
