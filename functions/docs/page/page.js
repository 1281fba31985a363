/* global SwaggerUIBundle */
// Beside the page under every stage path: /v1/docs and /v1/openapi.json.
SwaggerUIBundle({
  url: new URL('openapi.json', document.baseURI).href,
  dom_id: '#docs',
  presets: [SwaggerUIBundle.presets.apis],
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: false,
  persistAuthorization: false,
  // Nothing of ours is sent to anybody else.
  validatorUrl: null,
});

// Swagger UI's fields are in no form, and people press Enter behind a password.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !event.target.matches('#oauth_username, #oauth_password')) return;
  document.querySelector('.modal-btn.authorize').click();
});
