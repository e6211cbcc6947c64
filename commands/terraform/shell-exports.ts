/** Lines of shell that set variables. `undefined` is a variable to unset, if it is set. */
export function renderShell(
  variables: Readonly<Record<string, string | undefined>>,
  environment: NodeJS.ProcessEnv,
): string {
  return Object.entries(variables)
    .flatMap(([name, value]) => {
      if (value !== undefined) {
        return [`export ${name}=${quote(value)}`];
      }
      return environment[name] === undefined ? [] : [`unset ${name}`];
    })
    .join('\n');
}

/** Between single quotes a POSIX shell takes every character as it is, except the single quote itself. */
function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
