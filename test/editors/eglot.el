;;; eglot.el --- Emacs with eglot as a plain LSP client, in batch mode  -*- lexical-binding: t -*-
;; Prints one JSON line: what it showed before and after the code action.
(require 'eglot)
(require 'flymake)
(require 'json)
(define-derived-mode keepalint-sysctl-mode prog-mode "sysctl")

(defun keepalint-wait (what condition)
  (let ((end (+ (float-time) 10)))
    (while (and (not (funcall condition)) (< (float-time) end)) (accept-process-output nil 0.02))
    (unless (funcall condition) (princ (format "waited in vain for %s\n" what)) (kill-emacs 1))))

(defun keepalint-shown ()
  ;; In batch mode no timer starts flymake.
  (flymake-start)
  (vconcat (mapcar (lambda (d) `((line . ,(line-number-at-pos (flymake-diagnostic-beg d))) (text . ,(flymake-diagnostic-text d))))
                   (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))))

(setq eglot-autoshutdown t eglot-sync-connect t eglot-confirm-server-initiated-edits nil)
(add-to-list 'eglot-server-programs
             `(keepalint-sysctl-mode . (,(getenv "KEEPALINT_NODE") ,(getenv "KEEPALINT_CLI") "lsp" "--stdio")))
(setq project-find-functions (list (lambda (dir) (cons 'transient dir))))
(find-file (getenv "KEEPALINT_FILE"))
(keepalint-sysctl-mode)
(apply #'eglot (eglot--guess-contact))
(flymake-mode 1)
(keepalint-wait "diagnostics" (lambda () (> (length (keepalint-shown)) 0)))
(let* ((before (keepalint-shown))
       (actions (append (eglot-code-actions (point-min) (1+ (point-min)) "quickfix") nil))
       (action (car actions)))
  (eglot--apply-workspace-edit (plist-get action :edit))
  (eglot--signal-textDocument/didChange)
  (keepalint-wait "fewer diagnostics" (lambda () (< (length (keepalint-shown)) (length before))))
  (save-buffer)
  (princ (concat (json-encode `((before . ,before) (title . ,(plist-get action :title)) (after . ,(keepalint-shown)))) "\n")))
(eglot-shutdown (eglot-current-server))
