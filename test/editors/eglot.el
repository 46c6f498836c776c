;;; eglot.el --- Emacs, set up as the page says, in batch mode  -*- lexical-binding: t -*-
;; Prints one JSON line: what it showed before and after the code action.
(require 'eglot)
(require 'flymake)
(require 'json)

(defun keepalint-wait (what condition)
  (let ((end (+ (float-time) 10)))
    (while (and (not (funcall condition)) (< (float-time) end)) (accept-process-output nil 0.02))
    (unless (funcall condition) (princ (format "waited in vain for %s\n" what)) (kill-emacs 1))))

(defun keepalint-shown ()
  ;; In batch mode no timer starts flymake.
  (flymake-start)
  (vconcat (mapcar (lambda (d) `((line . ,(line-number-at-pos (flymake-diagnostic-beg d))) (text . ,(flymake-diagnostic-text d))))
                   (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))))

(defun keepalint-ask (method)
  (jsonrpc-request (eglot--current-server-or-lose) method (eglot--TextDocumentPositionParams)))

(load (getenv "KEEPALINT_SETUP") nil t t)
(setq eglot-autoshutdown t eglot-sync-connect t eglot-confirm-server-initiated-edits nil)
(setq project-find-functions (list (lambda (dir) (cons 'transient dir))))
(find-file (getenv "KEEPALINT_FILE"))
;; eglot-ensure starts the server after the command that opened the file.
(run-hooks 'post-command-hook)
(keepalint-wait "the server" #'eglot-managed-p)
(flymake-mode 1)
(keepalint-wait "diagnostics" (lambda () (> (length (keepalint-shown)) 1)))
(let* ((before (keepalint-shown))
       (hover (plist-get (plist-get (keepalint-ask :textDocument/hover) :contents) :value))
       (items (progn (forward-char 4) (length (keepalint-ask :textDocument/completion))))
       (actions (append (eglot-code-actions (point-min) (1+ (point-min)) "quickfix") nil))
       (action (car actions)))
  (eglot--apply-workspace-edit (plist-get action :edit))
  (eglot--signal-textDocument/didChange)
  (keepalint-wait "fewer diagnostics"
                  (lambda () (let ((now (keepalint-shown)))
                               (and (= (length now) 1) (equal (alist-get 'text (aref now 0)) (alist-get 'text (aref before 1)))))))
  (save-buffer)
  (princ (concat (json-encode `((before . ,before) (title . ,(plist-get action :title)) (after . ,(keepalint-shown))
                                (hover . ,hover) (items . ,items)))
                 "\n")))
(eglot-shutdown (eglot-current-server))
