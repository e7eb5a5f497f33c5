SwaggerUIBundle({ dom_id: "#swagger-ui", url: "/api/openapi.json", deepLinking: true });
