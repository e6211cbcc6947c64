/**
 * Variables that steer how programs are found, loaded, started or whom they trust, before the application reads any setting. Whoever
 * may write a secret must not be able to run other code with it.
 *
 * The entrypoint of `app/` refuses the same for parameters that are read at run time: a test compares them.
 */
export const STEERING_VARIABLES = {
  /** In upper case, as are the beginnings and ends. */
  names: [
    // Shells: https://www.gnu.org/software/bash/manual/html_node/Bash-Variables.html
    'PATH ENV HOME IFS SHELL SHELLOPTS BASHOPTS CDPATH PROMPT_COMMAND PS0 PS1 PS2 PS4 ZDOTDIR FPATH TMPDIR',
    'XDG_CONFIG_HOME XDG_DATA_HOME',
    // Programs that programs start.
    'EDITOR VISUAL PAGER MANPAGER BROWSER LESSOPEN LESSCLOSE SSH_ASKPASS SUDO_ASKPASS GIT_ASKPASS GIT_EDITOR',
    'GIT_EXEC_PATH GIT_EXTERNAL_DIFF GIT_PAGER GIT_PROXY_COMMAND GIT_SEQUENCE_EDITOR GIT_SSH GIT_SSH_COMMAND',
    'GIT_SSL_NO_VERIFY GIT_TEMPLATE_DIR',
    // The loader and the C library: https://man7.org/linux/man-pages/man8/ld.so.8.html
    'LD_AOUT_LIBRARY_PATH LD_AOUT_PRELOAD LD_ASSUME_KERNEL LD_AUDIT LD_BIND_NOT LD_BIND_NOW LD_DEBUG LD_DEBUG_OUTPUT',
    'LD_DYNAMIC_WEAK LD_HWCAP_MASK LD_LIBRARY_PATH LD_ORIGIN_PATH LD_POINTER_GUARD LD_PREFER_MAP_32BIT_EXEC LD_PRELOAD',
    'LD_PROFILE LD_PROFILE_OUTPUT LD_SHOW_AUXV LD_TRACE_LOADED_OBJECTS LD_USE_LOAD_BIAS LD_VERBOSE LD_WARN GLIBC_TUNABLES',
    'GCONV_PATH GETCONF_DIR HOSTALIASES LOCALDOMAIN LOCPATH NIS_PATH NLSPATH RES_OPTIONS RESOLV_HOST_CONF TZDIR',
    // JavaScript: https://nodejs.org/api/cli.html#environment-variables
    'NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_REPL_EXTERNAL_MODULE NODE_COMPILE_CACHE',
    'NODE_DEBUG NODE_DEBUG_NATIVE NODE_ICU_DATA NODE_REDIRECT_WARNINGS NODE_USE_ENV_PROXY NODE_V8_COVERAGE BUN_OPTIONS',
    'ELECTRON_RUN_AS_NODE',
    // Python: https://docs.python.org/3/using/cmdline.html#environment-variables
    'PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONINSPECT PYTHONBREAKPOINT PYTHONWARNINGS PYTHONUSERBASE PYTHONPLATLIBDIR',
    'PYTHONEXECUTABLE PYTHONPYCACHEPREFIX PYTHONCASEOK PYTHON_PRESITE',
    // Ruby, Perl, PHP, Lua, Tcl, R, Erlang, Go.
    'RUBYOPT RUBYLIB RUBYPATH RUBYSHELL GEM_HOME GEM_PATH BUNDLE_GEMFILE PERL5OPT PERL5LIB PERL5DB PERL5SHELL PERLLIB',
    'PERLIO PHPRC PHP_INI_SCAN_DIR LUA_INIT LUA_PATH LUA_CPATH TCLLIBPATH R_ENVIRON R_PROFILE R_LIBS ERL_FLAGS ERL_AFLAGS',
    'ERL_ZFLAGS ERL_LIBS ELIXIR_ERL_OPTIONS GODEBUG',
    // Java: https://docs.oracle.com/en/java/javase/21/troubleshoot/environment-variables-and-system-properties.html
    'JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS JAVA_OPTS JAVA_OPTIONS JAVA_HOME CLASSPATH CATALINA_OPTS JVM_OPTS',
    'GRADLE_OPTS MAVEN_OPTS',
    // .NET: https://learn.microsoft.com/en-us/dotnet/core/tools/dotnet-environment-variables
    'DOTNET_STARTUP_HOOKS DOTNET_ADDITIONAL_DEPS DOTNET_SHARED_STORE DOTNET_ROOT COR_ENABLE_PROFILING COR_PROFILER',
    'COR_PROFILER_PATH ASPNETCORE_HOSTINGSTARTUPASSEMBLIES',
    // Whom TLS trusts, and where its keys are written.
    'SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE CURL_CA_BUNDLE CURL_HOME REQUESTS_CA_BUNDLE OPENSSL_CONF OPENSSL_CONF_INCLUDE',
    'OPENSSL_ENGINES OPENSSL_MODULES',
    // Where the SDKs of AWS find credentials, and where they send them.
    'AWS_CA_BUNDLE AWS_CONFIG_FILE AWS_SHARED_CREDENTIALS_FILE AWS_PROFILE AWS_ROLE_ARN AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_EC2_METADATA_SERVICE_ENDPOINT',
  ].flatMap((line) => line.split(' ')),
  prefixes: [
    'AWS_ENDPOINT_URL',
    'BASH_',
    'COMPLUS_',
    'CORECLR_',
    'DYLD_',
    'GIT_CONFIG',
    'LUA_INIT_',
    'MALLOC_',
    'NPM_CONFIG_',
  ],
  suffixes: ['_PROXY'],
};

const { names, prefixes, suffixes } = STEERING_VARIABLES;
const steeringNames: ReadonlySet<string> = new Set(names);

/** Whether a variable steers programs. In any case: `http_proxy` is as usual as `HTTP_PROXY`. */
export function steersPrograms(variable: string): boolean {
  const name = variable.toUpperCase();
  return (
    steeringNames.has(name) ||
    prefixes.some((prefix) => name.startsWith(prefix)) ||
    suffixes.some((suffix) => name.endsWith(suffix))
  );
}

/** Those whose value is the path of a file with what TLS trusts, which a secret file may well be. */
const TRUST_FILES = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'];

/** Whether a variable steers programs though it contains only the path of a secret file. The writer of the file has the value in it. */
export function steersProgramsByFile(variable: string): boolean {
  return steersPrograms(variable) && !TRUST_FILES.includes(variable);
}
