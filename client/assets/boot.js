// Starts the application. A file of its own, because the CSP allows no inline script.
import init from "/{{app.js}}";

init({ module_or_path: "/{{app_bg.wasm}}" }).catch((error) => {
  console.error(error);
  const text = document.getElementById("splash-text");
  if (text) text.textContent = "The page could not be loaded. Check your connection, then reload.";
});
