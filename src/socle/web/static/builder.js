// A field is never replaced while somebody may be typing in it: what its note says is marked on it.
document.addEventListener("htmx:afterSettle", () => {
  for (const note of document.querySelectorAll(".told[id^='n-']")) {
    const field = document.getElementById("p-" + note.id.slice(2));
    if (!field) continue;
    const wrong = note.classList.contains("refused");
    field.classList.toggle("changed", note.classList.contains("changed"));
    field.classList.toggle("refused", wrong);
    for (const input of field.querySelectorAll("[aria-describedby]")) {
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
});
