/** The id of a secret's version by its first part, the number of a parameter's whole. */
export function shortVersion(version: string | undefined): string {
  return version?.split('-')[0] ?? '-';
}

/** The last part of an ARN: the user's name, or the name of an assumed role's session. */
export function shortPrincipal(principal = '-'): string {
  return principal.startsWith('arn:') ? principal.replace(/^.*[/:]/, '') : principal;
}

export function shortDate(date: string | undefined): string {
  return date === undefined ? '-' : `${date.slice(0, 16).replace('T', ' ')} UTC`;
}

export function shortDay(date: string | undefined): string {
  return date?.slice(0, 10) ?? '-';
}
