import { namesCredential } from './credential-names';

/**
 * Forms that only credentials have, as the services document them; those with a fixed beginning are made for being found:
 * https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
 *
 * None takes more than linear time: what is repeated without bound cannot begin inside of itself.
 */
const FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----/,
  /\bPuTTY-User-Key-File-\d/,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{10}/,
  /(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, // JSON web token
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, // AWS access key id
  /"type"\s{0,9}:\s{0,9}"service_account"/, // Google service account
  /\bAIza[\w-]{35}/, // Google API key
  /\bGOCSPX-[\w-]{20}/, // Google OAuth client
  /\bya29\.[\w-]{20}/, // Google OAuth token
  /\bgh[pousr]_[A-Za-z0-9]{20}/, // GitHub
  /\bgithub_pat_[A-Za-z0-9_]{20}/,
  /\bgl(?:pat|dt|rt|ptt|ft|soat|agent|imt|cbt|ffct|oas)-[\w-]{20}/, // GitLab
  /\bxox[abceoprs]-[A-Za-z0-9-]{10}/, // Slack
  /\bxapp-\d-[A-Za-z0-9-]{10}/,
  /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]+\/[A-Z0-9]/,
  /\bdiscord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20}/,
  /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10}/, // Stripe
  /\bwhsec_[A-Za-z0-9+/]{20}/,
  /\bsk-(?:proj|svcacct|admin|ant|or)-[\w-]{20}/, // OpenAI, Anthropic, OpenRouter
  /\bsk-[A-Za-z0-9]{32}/,
  /\bSG\.[\w-]{16,32}\.[\w-]{16}/, // SendGrid
  /\bkey-[0-9a-f]{32}\b/, // Mailgun
  /\b[0-9a-f]{32}-us\d{1,2}\b/, // Mailchimp
  /\bSK[0-9a-f]{32}\b/, // Twilio
  /\bnpm_[A-Za-z0-9]{36}/,
  /\bpypi-AgE[\w-]{20}/,
  /\brubygems_[0-9a-f]{48}/,
  /\bdckr_(?:pat|oat)_[\w-]{20}/, // Docker
  /\bhf_[A-Za-z0-9]{30}/, // Hugging Face
  /\bdapi[0-9a-f]{32}/, // Databricks
  /\bdo[opr]_v1_[0-9a-f]{40}/, // DigitalOcean
  /\bhv[sbr]\.[\w-]{20}/, // HashiCorp Vault
  /\b[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20}/, // HCP Terraform
  /\bATATT3[\w=-]{20}/, // Atlassian
  /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/, // Shopify
  /\bsq0(?:atp|csp)-[\w-]{20}/, // Square
  /\bglsa_[A-Za-z0-9]{20}/, // Grafana
  /\bglc_[A-Za-z0-9+/=]{20}/,
  /\bNRAK-[A-Z0-9]{20}/, // New Relic
  /\bPMAK-[0-9a-f]{20}/, // Postman
  /\bpul-[0-9a-f]{40}/, // Pulumi
  /\blin_api_[A-Za-z0-9]{20}/, // Linear
  /\bntn_[A-Za-z0-9]{30}/, // Notion
  /\bfigd_[\w-]{20}/, // Figma
  /\bsntry[su]_[\w=+/-]{20}/, // Sentry
  /\bdp\.(?:pt|st|ct|sa)\.[\w.]{20}/, // Doppler
  /\b\d{8,10}:AA[\w-]{33}/, // Telegram
  /\b[\w~.]{3}\dQ~[\w~.-]{31}/, // Microsoft Entra
  /[?&;]sig=[\w%+/]{20}/, // shared access signature of Azure
  /\bjdbc:oracle:\w{1,10}:[^\s/@:]{1,60}\/[^\s/@]{1,60}@/i,
];

/** How HTTP requests carry them. Words without a digit ("Bearer authentication") are meant as words. */
const AUTHORIZATIONS: readonly RegExp[] = [
  /\bBearer\s{1,9}(?:(?=[\w.~+/-]{0,80}\d)[\w.~+/-]{8}|[\w.~+/-]{20})/i,
  /\bBasic\s{1,9}(?=[A-Za-z+/]{0,80}[\dA-Z])[A-Za-z0-9+/]{12,}={0,2}(?![\w-])/,
];

/** `scheme://user:password@host` */
const URL_PASSWORD = /:\/\/[^\s/:@]*:[^\s/@]+@/;

const VALUE = `(?:"([^"]*)"|'([^']*)'|([^\\s"'&;,|)\\]}]*))`;

/** `password=…` as in connection strings, queries, options and settings; `"password": "…"` as in JSON; `password: …` as in YAML. */
const ASSIGNMENTS: readonly RegExp[] = [
  new RegExp(`(?<![\\w.-])([A-Za-z_-][\\w.-]{0,80})\\s{0,3}=(?!=)\\s{0,3}${VALUE}`, 'g'),
  new RegExp(`["']([A-Za-z_][\\w.-]{0,80})["']\\s{0,9}:\\s{0,9}${VALUE}`, 'g'),
  /^[ \t-]{0,40}([A-Za-z_][\w.-]{0,80}):[ \t]{1,9}(\S+)$/gm,
];

/** Whether a text contains something that only a credential looks like. A reference to a variable is none. */
export function containsCredential(given: string): boolean {
  const text = withoutReferences(given);
  return (
    FORMS.some((form) => form.test(text)) ||
    AUTHORIZATIONS.some((form) => form.test(text)) ||
    URL_PASSWORD.test(text) ||
    ASSIGNMENTS.some((pattern) =>
      [...text.matchAll(pattern)].some(([, name = '', ...values]) => namesCredential(name, values.find(Boolean) ?? '')),
    )
  );
}

/**
 * A text without what stands for a value that is not here: `$NAME`, `${NAME}`, `$(NAME)`, `{{ name }}`, `{name}`, `%NAME%`, `<name>`,
 * `***`. What a shell puts in place of a missing one, `${NAME:-default}`, stays.
 */
export function withoutReferences(text: string): string {
  return text
    .replace(/\$\{\w{1,80}(?::?[-=]([^{}\s]{0,80})|:?[?+][^{}]{0,80})?\}/g, '$1')
    .replace(
      /\$\(?\w{1,80}\)?|\{\{[^{}]{0,80}\}\}|\{[A-Za-z_]\w{0,80}\}|%[A-Za-z_]\w{0,80}%|%s|<[\w .-]{1,80}>|\*{3,}/g,
      '',
    );
}
