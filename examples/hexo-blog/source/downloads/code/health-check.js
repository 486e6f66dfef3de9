const url = process.argv[2] || 'http://localhost:8080/healthz';

fetch(url, { signal: AbortSignal.timeout(3000) })
  .then(response => process.exit(response.ok ? 0 : 1))
  .catch(() => process.exit(2));

// Used by the container as its HEALTHCHECK.
