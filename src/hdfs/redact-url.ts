/**
 * Gives a text, a URL or a message with URLs in it, without what grants access: the values of `delegation=`
 * and `token=`, and the user and password before a host, become `***`.
 */
export function redactUrl(text: string): string {
  return text
    .replace(/((?:delegation|token)(?:=|%3d))[^&#\s"'<>]*/gi, '$1***')
    .replace(/(:\/\/)[^/?#\s"'<>]*@/g, '$1***@')
}
