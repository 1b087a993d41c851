try{const s=localStorage.getItem("gtm-course.scheme");if(s)document.getElementById("dark").media=s==="dark"?"screen":"not all"}catch{}
